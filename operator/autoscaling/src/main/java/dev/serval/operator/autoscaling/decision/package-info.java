/** From a policy, what was decided before and what is seen now to a number of replicas. */
package dev.serval.operator.autoscaling.decision;
