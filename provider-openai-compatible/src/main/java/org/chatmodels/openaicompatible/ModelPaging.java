package org.chatmodels.openaicompatible;

import java.util.Map;
import java.util.Optional;

/**
 * How a list of models goes on.
 *
 * @param parameter of the query; empty where a list comes in one piece
 * @param field of the last page whose value is asked with; "+" for the number of the page
 */
record ModelPaging(String parameter, String field) {
    /** As a row has it: none, PARAMETER=FIELD or PARAMETER=+. */
    static ModelPaging of(String scheme) {
        int equals = scheme.indexOf('=');
        return equals < 0
                ? new ModelPaging("", "")
                : new ModelPaging(scheme.substring(0, equals), scheme.substring(equals + 1));
    }

    /**
     * What the next page is asked for with; empty behind the last one.
     *
     * @param number of the last page, from 1
     * @param received how many entries came so far
     * @param fresh whether the last page had an entry that was not known
     */
    Optional<String> next(ModelPage page, int number, int received, boolean fresh) {
        Map<String, Object> around = page.around();
        if (parameter.isEmpty() || Boolean.FALSE.equals(around.get("has_more"))) {
            return Optional.empty();
        }
        if (!field.equals("+")) {
            return ModelFields.text(around, field);
        }
        long pages = ModelFields.figure(around, "total_pages").orElse(Long.MAX_VALUE);
        long entries = ModelFields.figure(around, "total_count").orElse(Long.MAX_VALUE);
        return fresh && number < pages && received < entries
                ? Optional.of(Integer.toString(number + 1))
                : Optional.empty();
    }
}
