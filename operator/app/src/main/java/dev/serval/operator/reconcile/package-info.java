/** Makes the cluster like the spec of an application, and says how far it is. */
package dev.serval.operator.reconcile;
