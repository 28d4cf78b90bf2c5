/** Where the replicas of applications are and which settings they run with, by versions. */
package dev.serval.operator.discovery.directory;
