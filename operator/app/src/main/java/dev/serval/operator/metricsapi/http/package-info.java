/** HTTP over TLS for the metrics API, with bounds on what a peer can take. */
package dev.serval.operator.metricsapi.http;
