/** The service: one connection for each replica, and what is sent to it. */
package dev.serval.operator.hub.connection;
