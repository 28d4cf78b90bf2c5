/**
 * What the hub knows of applications. Pure: neither Kubernetes nor gRPC, and time is a parameter.
 */
package dev.serval.operator.discovery;
