/** What replicas say of their settings, as a condition of their pods. */
package dev.serval.operator.hub.condition;
