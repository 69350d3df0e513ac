/** A VPC link: the way from API Gateway to a backend that the internet cannot reach. */
import { checkDefinition, type Shape } from './check-definition.ts';

export interface VpcLink {
  /** Id of the VPC link, for instance `abc123`; it is in the account and region of the server group. */
  readonly id: string;
  /**
   * ARN of the Application or Network Load Balancer behind a VPC link V2.
   *
   * @default - none, as for a VPC link V1, which has its Network Load Balancer built in
   */
  readonly loadBalancerArn?: string;
}

const SHAPE: Shape = { required: { id: 'text' }, optional: { loadBalancerArn: 'text' } };

/**
 * A VPC link for `backend({ vpcLink })`. The target's URL then says the scheme, the port, the Host header and the name in
 * the load balancer's certificate; where the call goes is said by the link. Only API Gateway itself can use it, so the
 * project's calls must not need the forward function: location 'header'.
 *
 * @throws CatalogueError that names a field which is missing, unknown or of the wrong kind
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html
 */
export function vpcLink(definition: VpcLink): VpcLink {
  checkDefinition('vpcLink', definition, SHAPE);
  return definition;
}

const LOAD_BALANCER =
  /^arn:aws(-[a-z]+)*:elasticloadbalancing:[a-z0-9-]+:\d{12}:loadbalancer\/(app|net)\/[A-Za-z0-9-]{1,32}\/[0-9a-f]+$/;

export function findVpcLinkFieldProblems({ id, loadBalancerArn }: VpcLink): readonly string[] {
  const problems: string[] = [];
  if (!/^[a-z0-9]{1,32}$/.test(id)) {
    problems.push(
      `vpcLink.id ${JSON.stringify(id)} must be the id of a VPC link, lower-case letters and digits such as abc123.`,
    );
  }
  if (loadBalancerArn !== undefined && !LOAD_BALANCER.test(loadBalancerArn)) {
    problems.push(
      `vpcLink.loadBalancerArn ${JSON.stringify(loadBalancerArn)} must be the ARN of an Application or Network Load Balancer (not of a listener or target group), such as arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/orders/50dc6c495c0c9188.`,
    );
  }
  return problems;
}
