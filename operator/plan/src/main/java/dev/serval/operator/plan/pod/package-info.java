/** The pod template of a deployment, and its revision. */
package dev.serval.operator.plan.pod;
