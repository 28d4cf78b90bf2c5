/** The {@code ServeApplication} that a build leaves beside its jar. */
package dev.serval.quarkus.deployment.manifest;
