/** Stages: what their classes declare, what they must get right, and what is generated for them. */
package dev.serval.quarkus.deployment.stage;
