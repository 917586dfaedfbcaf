package org.chatmodels.openrouter;

import java.util.Arrays;
import java.util.List;

/** The parameters that OpenRouter has besides those of every service, from its OpenAPI document. */
final class OptionTable {
    /** Name, form, place in the body or header, allowed values, description. */
    private static final String ROWS = """
            models|LIST|models||models that are asked when this one fails, in their order, at most 3
            order|LIST|provider.order||providers to try first, in their order
            only|LIST|provider.only||the only providers that may serve
            ignore|LIST|provider.ignore||providers that may not serve
            quantizations|LIST|provider.quantizations|int4,int8,fp4,mxfp4,nvfp4,fp6,fp8,mxfp8,fp16,bf16,fp32,unknown|\
            how coarse the weights may be
            allow_fallbacks|BOOLEAN|provider.allow_fallbacks||whether other providers may serve when the first ones \
            fail; OpenRouter's own default is true
            require_parameters|BOOLEAN|provider.require_parameters||only providers that take all parameters of the request
            data_collection|TEXT|provider.data_collection|allow,deny|whether providers that keep data may serve
            zdr|BOOLEAN|provider.zdr||only providers that retain nothing
            enforce_distillable_text|BOOLEAN|provider.enforce_distillable_text||only models whose texts may train others
            sort|TEXT|provider.sort|price,throughput,latency,exacto|what the best provider is
            max_price_prompt|PRICE|provider.max_price.prompt||US dollars for a million tokens of the prompt, at most
            max_price_completion|PRICE|provider.max_price.completion||US dollars for a million tokens of the answer, at most
            max_price_image|PRICE|provider.max_price.image||US dollars for an image, at most
            max_price_audio|PRICE|provider.max_price.audio||US dollars for a unit of sound, at most
            max_price_request|PRICE|provider.max_price.request||US dollars for a request, at most
            preferred_min_throughput|PRICE|provider.preferred_min_throughput||tokens in a second; slower providers come later
            preferred_max_latency|PRICE|provider.preferred_max_latency||seconds until the answer begins; slower \
            providers come later
            plugins|LIST|plugins||plugins to turn on: web, web-fetch, file-parser, response-healing, \
            context-compression, moderation, auto-router and what else OpenRouter has
            web_engine|TEXT|plugins.web.engine|native,exa,firecrawl,parallel,perplexity|who searches; turns on the plugin web
            web_max_results|COUNT|plugins.web.max_results||results of a search, from 1; turns on the plugin web
            web_search_prompt|TEXT|plugins.web.search_prompt||what the model is told of the results; turns on the plugin web
            web_include_domains|LIST|plugins.web.include_domains||the only sites that are searched; turns on the plugin web
            web_exclude_domains|LIST|plugins.web.exclude_domains||sites that are not searched; turns on the plugin web
            pdf_engine|TEXT|plugins.file-parser.pdf.engine|mistral-ocr,native,cloudflare-ai|who reads PDF files; turns \
            on the plugin file-parser
            reasoning_max_tokens|COUNT|reasoning.max_tokens||most tokens of thoughts, from 1; in place of reasoning_effort
            reasoning_enabled|BOOLEAN|reasoning.enabled||whether the model thinks, with its own defaults
            reasoning_exclude|BOOLEAN|reasoning.exclude||whether the thoughts are left out of the answer
            reasoning_summary|TEXT|reasoning.summary|auto,concise,detailed|how long a summary of the thoughts is
            cache_control|TEXT|cache_control.type|ephemeral|marks the end of the prompt for the cache, call by call
            cache_ttl|TEXT|cache_control.ttl|5m,1h|how long the cache keeps it; turns on cache_control
            min_p|PRICE|min_p||only tokens at least this likely beside the likeliest one, 0 to 1
            top_a|PRICE|top_a||only tokens that are likely enough by the square of the likeliest one, 0 to 1
            repetition_penalty|PRICE|repetition_penalty||against tokens of the prompt and the answer, 0 to 2; 1 is none
            session_id|TEXT|session_id||groups requests and keeps them at one provider, at most 256 characters
            service_tier|TEXT|service_tier|auto,default,fast,flex,priority,scale|how soon and at which price it is served
            verbosity|TEXT|verbosity|low,medium,high,xhigh,max|how much the model says
            modalities|LIST|modalities|text,image,audio|what the answer may hold
            app_url|ADDRESS|header:HTTP-Referer||the application's address, for OpenRouter's lists of applications
            app_title|TEXT|header:X-OpenRouter-Title||the application's name there
            app_categories|LIST|header:X-OpenRouter-Categories||its categories there
            """;

    static final List<Option> ALL =
            ROWS.lines().map(line -> line.split("\\|")).map(OptionTable::option).toList();

    private OptionTable() {}

    private static Option option(String[] row) {
        List<String> allowed = row[3].isEmpty() ? List.of() : Arrays.asList(row[3].split(","));
        return new Option(row[0], Option.Form.valueOf(row[1]), row[2], allowed, row[4]);
    }
}
