/** Whether this process is ready for requests and whether its replicas are well. */
package dev.serval.quarkus.runtime.health;
