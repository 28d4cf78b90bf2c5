/** What the user asked for. */
package dev.serval.operator.autoscaling.policy;
