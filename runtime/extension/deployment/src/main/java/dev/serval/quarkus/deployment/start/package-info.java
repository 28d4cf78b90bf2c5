/** How a packaged application starts. */
package dev.serval.quarkus.deployment.start;
