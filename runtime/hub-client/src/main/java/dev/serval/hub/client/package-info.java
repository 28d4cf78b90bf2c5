/**
 * The replica's side of the hub: connects, resumes, applies what it is told and reports load.
 * Loaded only by processes that have a hub.
 */
package dev.serval.hub.client;
