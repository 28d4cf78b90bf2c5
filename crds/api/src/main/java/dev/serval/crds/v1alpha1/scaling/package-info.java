/** How many replicas a deployment has. */
package dev.serval.crds.v1alpha1.scaling;
