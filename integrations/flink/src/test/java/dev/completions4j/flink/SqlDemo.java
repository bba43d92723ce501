// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.LoopbackServer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/** The program of the module's README: runs {@code demo.sql} on a cluster in this JVM against a fake model. */
final class SqlDemo {

    private SqlDemo() {}

    public static void main(String[] arguments) throws IOException {
        Configuration configuration = new Configuration();
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, 1);
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.newInstance()
                .withConfiguration(configuration)
                .build());
        try (LoopbackServer server = LoopbackServer.serving(FakeModel.builder().build())) {
            for (String statement : SqlScript.statements(script(), server.baseUrl())) {
                System.out.println(statement + ";");
                tables.executeSql(statement).print();
                System.out.println();
            }
        }
    }

    private static String script() throws IOException {
        try (InputStream script = SqlDemo.class.getResourceAsStream("/demo.sql")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), UTF_8);
        }
    }
}
