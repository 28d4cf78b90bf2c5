/** From the cluster's objects to the directory. */
package dev.serval.operator.hub.feed;
