package dev.serval.operator.relay;

import dev.serval.operator.metricsapi.ServedValue;

/** A value of the metrics API and the namespace of its application. */
record NamespacedValue(String namespace, ServedValue value) {}
