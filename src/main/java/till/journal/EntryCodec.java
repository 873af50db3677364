package till.journal;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import java.math.BigDecimal;
import java.util.List;
import till.sale.Entry;
import till.sale.TillState;
import till.sale.Transaction;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.MutableConfigOverride;
import tools.jackson.databind.json.JsonMapper;

/// Facts and snapshots as JSON inside the journal database. Nobody outside reads them; still, a
/// field that is renamed here orphans open sales, so golden files hold the form.
final class EntryCodec {

  /// Sealed types carry the simple name of their record.
  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is")
  private interface Named {}

  private final JsonMapper mapper =
      JsonMapper.builder()
          .addMixIn(Entry.class, Named.class)
          .addMixIn(Transaction.Body.class, Named.class)
          .withConfigOverride(
              BigDecimal.class,
              override -> override.setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.STRING)))
          .withConfigOverride(List.class, EntryCodec::absentWhenEmpty)
          .changeDefaultVisibility(seen ->
              seen.withGetterVisibility(Visibility.NONE)
                  .withIsGetterVisibility(Visibility.NONE)
                  .withFieldVisibility(Visibility.ANY))
          .changeDefaultPropertyInclusion(
              included -> included.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  /// What was written before there was such a list has none in it.
  private static void absentWhenEmpty(MutableConfigOverride lists) {
    lists.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
  }

  private final ObjectWriter entries = mapper.writerFor(Entry.class);

  String write(Entry entry) {
    return entries.writeValueAsString(entry);
  }

  Entry readEntry(String json) {
    return read(json, Entry.class);
  }

  String write(TillState state) {
    return mapper.writeValueAsString(state);
  }

  TillState readState(String json) {
    return read(json, TillState.class);
  }

  private <T> T read(String json, Class<T> type) {
    try {
      return mapper.readValue(json, type);
    } catch (JacksonException e) {
      throw new JournalException(
          "the journal holds a " + type.getSimpleName() + " that cannot be read", e);
    }
  }
}
