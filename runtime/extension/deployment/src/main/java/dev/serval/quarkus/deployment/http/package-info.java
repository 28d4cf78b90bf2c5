/** Puts the ingress door, its error mappers, health checks and metrics into the application. */
package dev.serval.quarkus.deployment.http;
