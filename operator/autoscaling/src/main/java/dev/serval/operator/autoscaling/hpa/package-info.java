/** What a HorizontalPodAutoscaler is given so that it comes to the number that was decided. */
package dev.serval.operator.autoscaling.hpa;
