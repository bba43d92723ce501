// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import dev.completions4j.CompletionRequest;
import dev.completions4j.observe.CallInfo;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The conventions' names, and what they call a call's operation, provider and model. */
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

    /** What is to be completed; null if the call is for something that the conventions have no operation for. */
    static @Nullable CompletionRequest request(CallInfo call) {
        return call.operation() == CallInfo.Operation.MODELS ? null : call.request();
    }

    /**
     * The provider's well-known name, or one like it.
     *
     * @param profile the name of the server's profile
     */
    static String provider(String profile) {
        String name = profile.strip().toLowerCase(Locale.ROOT);
        // The others' well-known names are such as a profile is called anyway.
        return name.equals("azure") ? "azure.ai.openai" : name.replace(' ', '_');
    }
}
