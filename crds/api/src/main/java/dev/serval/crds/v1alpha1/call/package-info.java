/** How a deployment's replicas are called, watched and stopped. */
package dev.serval.crds.v1alpha1.call;
