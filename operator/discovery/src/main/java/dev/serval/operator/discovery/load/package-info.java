/** What replicas say of their load. */
package dev.serval.operator.discovery.load;
