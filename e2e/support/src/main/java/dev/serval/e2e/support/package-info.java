/** What scenarios on a real cluster need: the cluster, the operator, an application, load. */
package dev.serval.e2e.support;
