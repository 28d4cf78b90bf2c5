/** Who may read what, as the API server decides. */
package dev.serval.operator.metricsapi.access;
