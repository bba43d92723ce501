// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import java.util.Locale;

/** Names from the semantic conventions, and the values they prescribe. */
final class GenAi {

    static final String ERROR_TYPE = "error.type";
    static final String OPERATION_NAME = "gen_ai.operation.name";
    static final String PROVIDER_NAME = "gen_ai.provider.name";
    static final String REQUEST_MODEL = "gen_ai.request.model";
    static final String RESPONSE_MODEL = "gen_ai.response.model";
    static final String SERVER_ADDRESS = "server.address";
    static final String SERVER_PORT = "server.port";
    static final String TOKEN_TYPE = "gen_ai.token.type";

    static final String TEXT_COMPLETION = "text_completion";

    private GenAi() {}

    /**
     * Returns the provider's well-known name, or a name of the same form if the conventions define none.
     *
     * @param profile the name of the server's profile
     */
    static String provider(String profile) {
        String name = profile.strip().toLowerCase(Locale.ROOT);
        // For other providers, the profile's name in lower case already is the well-known name.
        return name.equals("azure") ? "azure.ai.openai" : name.replace(' ', '_');
    }
}
