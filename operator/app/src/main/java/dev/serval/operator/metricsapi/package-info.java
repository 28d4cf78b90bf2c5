/**
 * The metrics API of Kubernetes, served for the HorizontalPodAutoscalers that the operator makes.
 * Every operator serves it, the one that leads registers it. Decisions: {@code
 * docs/design/2026-11-27-metrics-api.md}.
 */
package dev.serval.operator.metricsapi;
