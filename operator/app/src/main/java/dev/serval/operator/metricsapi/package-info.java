/** The metrics API of Kubernetes, served for the HorizontalPodAutoscalers that the operator makes. */
package dev.serval.operator.metricsapi;
