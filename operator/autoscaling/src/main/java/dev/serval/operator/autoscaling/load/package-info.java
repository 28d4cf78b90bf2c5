/** The load of a deployment over time: what is known of it, and how much of it is known. */
package dev.serval.operator.autoscaling.load;
