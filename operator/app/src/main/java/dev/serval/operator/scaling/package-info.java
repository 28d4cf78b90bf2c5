/**
 * From the load of deployments to their replicas: looks at what is reported, decides, sets the
 * number of replicas where that is the operator's to do, and tells what it did.
 */
package dev.serval.operator.scaling;
