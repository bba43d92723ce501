// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import dev.completions4j.CompletionsClient;
import dev.completions4j.observe.CallListener;
import dev.completions4j.observe.CompletionsInterceptor;
import dev.completions4j.spi.CompletionsPlugin;
import dev.completions4j.spi.CredentialProvider;
import dev.completions4j.spi.RetryPolicy;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.ssl.SslBundles;

/** Creates the clients from properties and beans. */
final class ClientFactory {

    /** The name of the client of the top level, which exists if there are no named clients. */
    static final String ONLY = "completionsClient";

    private final CompletionsProperties properties;
    private final ListableBeanFactory beanFactory;

    ClientFactory(CompletionsProperties properties, ListableBeanFactory beanFactory) {
        this.properties = properties;
        this.beanFactory = beanFactory;
    }

    /**
     * Creates a client.
     *
     * @param name the name of its bean
     * @throws InvalidClientException if its configuration is invalid
     */
    CompletionsClient create(String name) {
        CompletionsClient.Builder builder = builder(name);
        try {
            return builder.build();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new InvalidClientException(
                    "The client '" + name + "' cannot be created: " + e.getMessage() + ".",
                    "Correct the properties below '"
                            + PropertyLayers.of(properties, name).name("*") + "', or the dependencies, accordingly.",
                    e);
        }
    }

    /**
     * Returns a builder with the properties and beans that apply to a client.
     *
     * @param name the name of the client's bean
     * @throws InvalidClientException if the configuration is invalid
     */
    CompletionsClient.Builder builder(String name) {
        PropertyLayers layers = PropertyLayers.of(properties, name);
        requireBaseUrl(name, layers);
        CompletionsClient.Builder builder = CompletionsClient.builder();
        PropertiesConfigurer configurer = new PropertiesConfigurer(layers, this::sslContext);
        configurer.configure(builder);
        ClientBeans beans = new ClientBeans(beanFactory, name);
        applyCredentials(builder, beans, layers);
        applyRetryPolicy(builder, beans);
        builder.discoverPlugins(false);
        if (configurer.discoversPlugins()) {
            new PluginDiscovery(replacedPlugins()).applyTo(builder);
        }
        beans.all(CompletionsPlugin.class).forEach(plugin -> PluginDiscovery.apply(plugin, builder));
        beans.all(CompletionsInterceptor.class).forEach(builder::interceptor);
        beans.all(CallListener.Factory.class).forEach(builder::listener);
        beans.all(CompletionsClientCustomizer.class).forEach(customizer -> customizer.customize(builder));
        return builder;
    }

    private static void requireBaseUrl(String name, PropertyLayers layers) {
        if (!layers.hasServer()) {
            String property = layers.name("base-url");
            throw new InvalidClientException(
                    "The client '" + name + "' has no base URL: the property '" + property + "' is not set.",
                    "Set '" + property + "' to the URL of the server, such as http://localhost:8000/v1, or"
                            + " https://api.openai.com/v1 for OpenAI. If the application needs no client, set"
                            + " completions4j.enabled=false.",
                    null);
        }
    }

    /** The provider of one server's keys must not supply the key of another one. */
    private static void applyCredentials(CompletionsClient.Builder builder, ClientBeans beans, PropertyLayers layers) {
        CredentialProvider credentials = beans.ofClient(CredentialProvider.class);
        if (credentials == null && layers.sharesServerWithTopLevel()) {
            credentials = beans.ofAllClients(CredentialProvider.class);
        }
        if (credentials != null) {
            builder.credentials(credentials);
        }
    }

    private static void applyRetryPolicy(CompletionsClient.Builder builder, ClientBeans beans) {
        RetryPolicy policy = beans.ofClient(RetryPolicy.class);
        if (policy == null) {
            policy = beans.ofAllClients(RetryPolicy.class);
        }
        if (policy != null) {
            builder.retryPolicy(policy);
        }
    }

    private Set<Class<? extends CompletionsPlugin>> replacedPlugins() {
        return beanFactory.getBeanProvider(ReplacedPlugin.class).stream()
                .map(ReplacedPlugin::type)
                .collect(Collectors.toSet());
    }

    private SSLContext sslContext(String bundle) {
        return beanFactory.getBean(SslBundles.class).getBundle(bundle).createSslContext();
    }
}
