package dev.serval.operator.plan;

/**
 * One deployment of the spec and what is made of it.
 *
 * @param name in the spec
 * @param objectName of its Deployment, headless Service and the like
 * @param revision the content hash of its pod template: pods of another one are to be replaced
 * @param replicas that it is to have, from 0
 */
public record PlannedDeployment(String name, String objectName, String revision, int replicas) {}
