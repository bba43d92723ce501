// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.internal.json.ArrayNode;
import dev.completions4j.testkit.internal.json.JsonNode;
import dev.completions4j.testkit.internal.json.ObjectNode;

/** The tokenization API of a server. */
enum TokensApi {
    VLLM("prompt") {
        @Override
        void describe(ObjectNode response, int count) {
            response.put("count", count).put("max_model_len", CONTEXT).putNull("token_strs");
        }
    },
    LLAMA_CPP("content");

    private static final int CONTEXT = 8192;

    /** The name of the property with the text, in requests to tokenize and responses to detokenize. */
    private final String text;

    TokensApi(String text) {
        this.text = text;
    }

    /** Adds the properties of the response besides the token ids. */
    void describe(ObjectNode response, int count) {}

    JsonNode tokens(JsonNode request, FakeTokenizer tokenizer) throws RequestFault {
        int[] ids = tokenizer.ids(RequestProperties.text(text, required(request, text)));
        ObjectNode response = new ObjectNode();
        ArrayNode tokens = response.putArray("tokens");
        for (int id : ids) {
            tokens.add(id);
        }
        describe(response, ids.length);
        return response;
    }

    JsonNode text(JsonNode request, FakeTokenizer tokenizer) throws RequestFault {
        JsonNode ids = required(request, "tokens");
        if (!ids.isArray()) {
            throw RequestProperties.wrongType("tokens", "an array of token ids", ids);
        }
        StringBuilder joined = new StringBuilder();
        for (JsonNode id : ids) {
            String token = id.isNumber() && id.numberValue() instanceof Integer number ? tokenizer.token(number) : null;
            if (token == null) {
                throw RequestFault.badRequest("tokens contains an unknown token id", "tokens", null);
            }
            joined.append(token);
        }
        return new ObjectNode().put(text, joined.toString());
    }

    private static JsonNode required(JsonNode request, String name) throws RequestFault {
        JsonNode value = request.get(name);
        if (value == null) {
            throw RequestFault.badRequest(name + " is missing", name, null);
        }
        return value;
    }
}
