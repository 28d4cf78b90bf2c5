/** Who asks the metrics API: certificates, and the headers of the API server as a proxy. */
package dev.serval.operator.metricsapi.identity;
