/** Who serves which metrics API in the cluster, and the operator's own registration. */
package dev.serval.operator.metricsapi.registration;
