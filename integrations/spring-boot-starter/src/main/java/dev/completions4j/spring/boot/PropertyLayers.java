// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;

/**
 * The properties that apply to a client: its own, and those of the top level, which it inherits.
 *
 * <p>What belongs to a server, such as its API key, is inherited only if no other server would receive it; see
 * {@link #ofServer()}.
 */
final class PropertyLayers {

    private final List<Layer> layers;

    private PropertyLayers(List<Layer> layers) {
        this.layers = layers;
    }

    /**
     * Returns the properties of a client.
     *
     * @param client the client's name; {@link ClientFactory#ONLY} for the client of the top level
     */
    static PropertyLayers of(CompletionsProperties properties, String client) {
        Layer top = new Layer("completions4j.", properties);
        ClientProperties own = properties.getClients().get(client);
        return new PropertyLayers(
                own == null ? List.of(top) : List.of(new Layer("completions4j.clients." + client + ".", own), top));
    }

    /** Returns the full name of a property of the client itself. */
    String name(String property) {
        return layers.get(0).prefix() + property;
    }

    /**
     * Returns the properties that may be sent to the client's server: without those of the top level if both it and the
     * client name a server.
     */
    PropertyLayers ofServer() {
        boolean severalServers = layers.stream().allMatch(layer -> namesServer(layer.properties()));
        return severalServers ? new PropertyLayers(layers.subList(0, 1)) : this;
    }

    /** Returns whether the properties of the top level may be sent to the client's server. */
    boolean sharesServerWithTopLevel() {
        return layers.size() == ofServer().layers.size();
    }

    static boolean namesServer(ClientProperties properties) {
        return isSet(properties.getBaseUrl()) || !baseUrls(properties).isEmpty();
    }

    /** Returns the URLs of the list that are set; a placeholder with an empty default yields an empty list or element. */
    static List<String> baseUrls(ClientProperties properties) {
        List<String> urls = properties.getBaseUrls();
        return urls == null
                ? List.of()
                : urls.stream().filter(PropertyLayers::isSet).toList();
    }

    /** Returns whether a text is set; a placeholder with an empty default yields an empty text. */
    static boolean isSet(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    /** Returns whether the client has a base URL, of its own or inherited. */
    boolean hasServer() {
        return layers.stream().anyMatch(layer -> namesServer(layer.properties()));
    }

    /**
     * Returns the value of a property.
     *
     * @param value reads the property; null if it is not set
     * @return the value of the first layer that sets it; null if none does
     */
    <T> @Nullable T first(Function<ClientProperties, @Nullable T> value) {
        for (Layer layer : layers) {
            T found = value.apply(layer.properties());
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /**
     * Applies the value of a property, unless no layer sets it.
     *
     * @param property the property's name without a prefix, for messages
     * @param value reads the property; null if it is not set
     * @param setter applies it
     * @throws InvalidClientException if the setter rejects the value
     */
    <T> void apply(String property, Function<ClientProperties, @Nullable T> value, Consumer<T> setter) {
        change(property, value, layers, (unchanged, found) -> {
            setter.accept(found);
            return unchanged;
        });
    }

    /**
     * Changes settings by the value of a property, unless no layer sets it.
     *
     * @param property the property's name without a prefix, for messages
     * @param value reads the property; null if it is not set
     * @param settings the settings to change
     * @param change returns the settings with the value
     * @throws InvalidClientException if the value is rejected
     */
    <S, T> S change(
            String property, Function<ClientProperties, @Nullable T> value, S settings, BiFunction<S, T, S> change) {
        for (Layer layer : layers) {
            T found = value.apply(layer.properties());
            if (found != null) {
                return checked(layer.prefix() + property, () -> change.apply(settings, found));
            }
        }
        return settings;
    }

    /** Applies the entries of a map, those of the client last, so that they override those of the top level. */
    void applyEntries(String property, Function<ClientProperties, Map<String, String>> entries, EntrySetter setter) {
        for (int i = layers.size() - 1; i >= 0; i--) {
            Layer layer = layers.get(i);
            entries.apply(layer.properties())
                    .forEach((name, value) -> checked(layer.prefix() + property + "." + name, () -> {
                        setter.set(name, value);
                        return name;
                    }));
        }
    }

    private static <S> S checked(String property, Supplier<S> change) {
        try {
            return change.get();
        } catch (IllegalArgumentException | NoSuchSslBundleException e) {
            throw new InvalidClientException(
                    "The property '" + property + "' is invalid: " + e.getMessage() + ".",
                    "Correct the property '" + property + "'.",
                    e);
        }
    }

    /** Sets a header or a query parameter. */
    @FunctionalInterface
    interface EntrySetter {
        void set(String name, String value);
    }

    /**
     * @param prefix the prefix of the properties' names, with the last dot
     * @param properties the properties
     */
    private record Layer(String prefix, ClientProperties properties) {}
}
