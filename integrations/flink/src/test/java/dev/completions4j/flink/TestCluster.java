// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import java.net.URI;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/** A cluster in this JVM to which jobs are submitted over its REST interface, as to a real one. */
final class TestCluster {

    private final MiniCluster cluster;

    private TestCluster(MiniCluster cluster) {
        this.cluster = cluster;
    }

    static TestCluster start(int taskManagers) throws Exception {
        return start(taskManagers, new Configuration());
    }

    static TestCluster start(int taskManagers, Configuration configuration) throws Exception {
        configuration.set(RestOptions.PORT, 0);
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(16));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(8));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(8));
        configuration.set(JobManagerOptions.EXECUTION_FAILOVER_STRATEGY, "region");
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(taskManagers)
                .setNumSlotsPerTaskManager(1)
                .build());
        cluster.start();
        return new TestCluster(cluster);
    }

    MiniCluster cluster() {
        return cluster;
    }

    /** Returns the configuration of a job that runs here; it is not restarted after a failure. */
    Configuration jobConfiguration() throws Exception {
        URI rest = cluster.getRestAddress().get();
        Configuration configuration = new Configuration();
        configuration.set(DeploymentOptions.TARGET, "remote");
        configuration.set(RestOptions.ADDRESS, rest.getHost());
        configuration.set(RestOptions.PORT, rest.getPort());
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, 1);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        return configuration;
    }

    TableEnvironment tables() throws Exception {
        return TableEnvironment.create(EnvironmentSettings.newInstance()
                .withConfiguration(jobConfiguration())
                .build());
    }

    void stop() throws Exception {
        cluster.close();
    }
}
