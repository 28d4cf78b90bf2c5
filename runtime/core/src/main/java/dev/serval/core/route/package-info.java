/**
 * Which replica gets a call: the caller's view of the replicas of one deployment, the policies that
 * choose among them and the queue of calls that none has a slot for.
 */
package dev.serval.core.route;
