/** What is asked of the metrics API and what is answered, apart from how it is carried. */
package dev.serval.operator.metricsapi.api;
