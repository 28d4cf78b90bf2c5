/** Events: what happened to an application and its owner should know. */
package dev.serval.operator.event;
