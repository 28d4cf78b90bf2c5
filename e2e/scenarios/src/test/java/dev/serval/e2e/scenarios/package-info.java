/** What has to hold on a real cluster, under constant load from outside the pods. */
package dev.serval.e2e.scenarios;
