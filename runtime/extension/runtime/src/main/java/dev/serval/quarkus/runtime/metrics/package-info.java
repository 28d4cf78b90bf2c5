/**
 * The {@code serval_*} metrics. Their labels are bounded: application, deployment, method, route
 * template, status code and a limited number of exception types; never a replica or a path.
 */
package dev.serval.quarkus.runtime.metrics;
