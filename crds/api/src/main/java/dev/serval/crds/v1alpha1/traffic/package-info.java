/** Who gets which calls: variants of a deployment and the rollout of new revisions. */
package dev.serval.crds.v1alpha1.traffic;
