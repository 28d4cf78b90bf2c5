/**
 * What pods read of their application: the settings of the runtime, by the keys that it knows, in a
 * ConfigMap. With it a pod starts and serves while the operator is away.
 */
package dev.serval.operator.plan.topology;
