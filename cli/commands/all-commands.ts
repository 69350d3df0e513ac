/** Every command of `tollgate`, in the order in which help lists them. */
import type { Command } from '../command/command.ts';
import { apply } from './apply.ts';
import { listAudit } from './audit/list.ts';
import { call } from './call.ts';
import { createClient } from './clients/create.ts';
import { deleteClient } from './clients/delete.ts';
import { disableClient } from './clients/disable.ts';
import { enableClient } from './clients/enable.ts';
import { listClients } from './clients/list.ts';
import { showClient } from './clients/show.ts';
import { updateClient } from './clients/update.ts';
import { completion } from './completion.ts';
import { doctor } from './doctor.ts';
import { exportCommand } from './export.ts';
import { createProduct } from './products/create.ts';
import { deleteProduct } from './products/delete.ts';
import { listProducts } from './products/list.ts';
import { showProduct } from './products/show.ts';
import { updateProduct } from './products/update.ts';
import { listProjects } from './projects/list.ts';
import { newProject } from './projects/new.ts';
import { showProject } from './projects/show.ts';
import { listSecrets } from './secrets/list.ts';
import { retireSecret } from './secrets/retire.ts';
import { rotateSecret } from './secrets/rotate.ts';
import { listSigningKeys } from './signing-keys/list.ts';
import { revokeSigningKey } from './signing-keys/revoke.ts';
import { rotateSigningKeys } from './signing-keys/rotate.ts';
import { approveSubscription } from './subscriptions/approve.ts';
import { createSubscription } from './subscriptions/create.ts';
import { deleteSubscription } from './subscriptions/delete.ts';
import { listSubscriptions } from './subscriptions/list.ts';
import { pauseSubscription } from './subscriptions/pause.ts';
import { resumeSubscription } from './subscriptions/resume.ts';
import { revokeSubscription } from './subscriptions/revoke.ts';
import { showSubscription } from './subscriptions/show.ts';
import { updateSubscription } from './subscriptions/update.ts';
import { getToken } from './tokens/get.ts';
import { inspectTokenCommand } from './tokens/inspect.ts';

const WITHOUT_COMPLETION: readonly Command[] = [
  createProduct,
  listProducts,
  showProduct,
  updateProduct,
  deleteProduct,
  createClient,
  listClients,
  showClient,
  updateClient,
  disableClient,
  enableClient,
  deleteClient,
  createSubscription,
  listSubscriptions,
  showSubscription,
  updateSubscription,
  approveSubscription,
  pauseSubscription,
  resumeSubscription,
  revokeSubscription,
  deleteSubscription,
  listSecrets,
  rotateSecret,
  retireSecret,
  listSigningKeys,
  rotateSigningKeys,
  revokeSigningKey,
  getToken,
  inspectTokenCommand,
  listAudit,
  listProjects,
  showProject,
  newProject,
  call,
  apply,
  exportCommand,
  doctor,
];

export const COMMANDS: readonly Command[] = [...WITHOUT_COMPLETION, completion(WITHOUT_COMPLETION)];
