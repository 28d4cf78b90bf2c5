/** The status of applications and of their deployments from what was seen of them. Pure. */
package dev.serval.operator.status;
