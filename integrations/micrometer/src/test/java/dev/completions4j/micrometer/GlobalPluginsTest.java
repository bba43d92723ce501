// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import static dev.completions4j.micrometer.ClientFixture.ANSWER;
import static dev.completions4j.micrometer.ClientFixture.REQUEST;
import static dev.completions4j.micrometer.ClientFixture.complete;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionsClient;
import dev.completions4j.spi.CompletionsPlugin;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.Observations;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plug-ins that the service loader discovers for clients that do not mention this module. */
class GlobalPluginsTest {

    private final ClientFixture fixture = new ClientFixture();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TestObservationRegistry observations = TestObservationRegistry.create();

    @BeforeEach
    void registerGlobally() {
        Metrics.addRegistry(meters);
        Observations.setRegistry(observations);
    }

    @AfterEach
    void unregisterGlobally() {
        Metrics.removeRegistry(meters);
        Metrics.globalRegistry.clear();
        Observations.resetRegistry();
        fixture.close();
    }

    @Test
    void reportToTheGlobalRegistries() {
        try (CompletionsClient client = fixture.builderWithPlugins().build()) {
            fixture.expect(ANSWER);
            complete(client, REQUEST);
        }

        assertThat(meters.get("gen_ai.client.operation.duration").timer().count())
                .isEqualTo(1);
        TestObservationRegistryAssert.assertThat(observations)
                .hasSingleObservationThat()
                .hasNameEqualTo("gen_ai.client.operation");
    }

    @Test
    void reportNothingIfDiscoveryIsDisabled() {
        try (CompletionsClient client =
                fixture.builderWithPlugins().discoverPlugins(false).build()) {
            fixture.expect(ANSWER);
            complete(client, REQUEST);
        }

        assertThat(meters.getMeters()).isEmpty();
        TestObservationRegistryAssert.assertThat(observations).doesNotHaveAnyObservation();
    }

    @Test
    void reportToARegistryThatIsSetLater() {
        Metrics.removeRegistry(meters);
        Observations.resetRegistry();
        try (CompletionsClient client = fixture.builderWithPlugins().build()) {
            Metrics.addRegistry(meters);
            Observations.setRegistry(observations);
            fixture.expect(ANSWER);
            complete(client, REQUEST);
        }

        assertThat(meters.get("gen_ai.client.operation.duration").timer().count())
                .isEqualTo(1);
        TestObservationRegistryAssert.assertThat(observations).hasNumberOfObservationsEqualTo(1);
    }

    @Test
    void areFoundOnTheModulePath() throws Exception {
        List<Path> modulePath = new ArrayList<>();
        for (Class<?> each : List.of(
                CompletionsPlugin.class,
                CompletionsMetrics.class,
                Metrics.class,
                Observation.class,
                KeyValue.class,
                Histogram.class)) {
            modulePath.add(location(each));
        }
        Configuration configuration = ModuleLayer.boot()
                .configuration()
                .resolve(
                        ModuleFinder.of(modulePath.toArray(Path[]::new)),
                        ModuleFinder.of(),
                        Set.of("dev.completions4j.micrometer"));
        ModuleLayer layer =
                ModuleLayer.boot().defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader());
        Class<?> plugin = layer.findLoader("dev.completions4j").loadClass(CompletionsPlugin.class.getName());

        Stream<String> found = ServiceLoader.load(layer, plugin).stream()
                .map(ServiceLoader.Provider::get)
                .map(each -> each.getClass().getName());

        assertThat(found)
                .containsExactlyInAnyOrder(
                        GlobalMetricsPlugin.class.getName(), GlobalObservationsPlugin.class.getName());
    }

    private static Path location(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
