import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.fr.FrenchLightStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.util.ElisionFilter;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexOrDocValuesQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.QueryBuilder;

/** Lucene beside others: build CORPUS FOLDER THREADS | answer FOLDER SECONDS. See lucene.py and working.py. */
public class LuceneBench {
  static final int LIMIT = 10;

  static Analyzer french() {
    return new Analyzer() {
      @Override
      protected TokenStreamComponents createComponents(String field) {
        Tokenizer words = new StandardTokenizer();
        TokenStream tokens = new ElisionFilter(words, FrenchAnalyzer.DEFAULT_ARTICLES);
        tokens = new FrenchLightStemFilter(new LowerCaseFilter(tokens));
        return new TokenStreamComponents(words, new ASCIIFoldingFilter(tokens));
      }

      @Override
      protected TokenStream normalize(String field, TokenStream tokens) {
        return new ASCIIFoldingFilter(new LowerCaseFilter(tokens));
      }
    };
  }

  // ------------------------------------------------------------------ building

  static void build(String corpus, String folder, int threads) throws Exception {
    IndexWriterConfig config = new IndexWriterConfig(french());
    config.setRAMBufferSizeMB(512);
    if (threads == 1) {
      config.setMergeScheduler(new SerialMergeScheduler());
    }
    FileInputStream file = new FileInputStream(corpus);
    try (IndexWriter writer = new IndexWriter(FSDirectory.open(Paths.get(folder)), config);
        BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8), 1 << 20)) {
      List<Thread> workers = new ArrayList<>();
      List<Throwable> failures = new ArrayList<>();
      for (int number = 0; number < threads; number++) {
        Thread worker = new Thread(() -> {
          try {
            add(writer, lines);
          } catch (Throwable failure) {
            synchronized (failures) {
              failures.add(failure);
            }
          }
        });
        worker.start();
        workers.add(worker);
      }
      for (Thread worker : workers) {
        worker.join();
      }
      if (!failures.isEmpty()) {
        throw new RuntimeException(failures.get(0));
      }
      writer.commit();
    }
  }

  static void add(IndexWriter writer, BufferedReader lines) throws IOException {
    while (true) {
      String line;
      synchronized (lines) {
        line = lines.readLine();
      }
      if (line == null) {
        return;
      }
      Map<String, String> record = new Record(line).read();
      long day = day(record.getOrDefault("date", ""));
      Document document = new Document();
      document.add(new LongPoint("date", day));
      document.add(new NumericDocValuesField("date", day));
      document.add(new StoredField("day", day));
      String text = record.getOrDefault("title", "") + "\n" + record.getOrDefault("text", "");
      document.add(new TextField("text", text, Field.Store.YES));
      writer.addDocument(document);
    }
  }

  /** A number that sorts as the date does; 0 if there is none. */
  static long day(String date) {
    String digits = date.length() > 10 ? date.substring(0, 10).replace("-", "") : date.replace("-", "");
    return digits.isEmpty() ? 0 : Long.parseLong((digits + "00000000").substring(0, 8));
  }

  /** The strings of a JSON object; what is no string is passed over. */
  static final class Record {
    private final String line;
    private int at = 0;

    Record(String line) {
      this.line = line;
    }

    Map<String, String> read() {
      Map<String, String> record = new HashMap<>();
      while (true) {
        at = line.indexOf('"', at);
        if (at < 0) {
          return record;
        }
        String name = string();
        at = line.indexOf(':', at) + 1;
        while (line.charAt(at) == ' ') {
          at++;
        }
        if (line.charAt(at) == '"') {
          record.put(name, string());
        }
      }
    }

    private String string() {
      int start = ++at;
      while (line.charAt(at) != '"' && line.charAt(at) != '\\') {
        at++;
      }
      if (line.charAt(at) == '"') {
        return line.substring(start, at++);
      }
      StringBuilder text = new StringBuilder(line.length()).append(line, start, at);
      while (true) {
        char sign = line.charAt(at++);
        if (sign == '"') {
          return text.toString();
        }
        if (sign != '\\') {
          text.append(sign);
          continue;
        }
        sign = line.charAt(at++);
        int control = "ntrbf".indexOf(sign);
        if (sign == 'u') {
          text.append((char) Integer.parseInt(line.substring(at, at + 4), 16));
          at += 4;
        } else {
          text.append(control < 0 ? sign : "\n\t\r\b\f".charAt(control));
        }
      }
    }
  }

  // ------------------------------------------------------------------ answering

  static void answer(String folder, double seconds) throws Exception {
    IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(FSDirectory.open(Paths.get(folder))));
    searcher.setQueryCache(null);
    QueryBuilder builder = new QueryBuilder(french());
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, false, "UTF-8");
    List<String> batch = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.isEmpty()) {
        batch.add(line);
        continue;
      }
      int warm = ask(searcher, builder, batch, seconds, null);
      ask(searcher, builder, batch.subList(0, warm), seconds, out);
      out.println();
      out.flush();
      batch.clear();
    }
  }

  /** Ask, until there are no more questions or no more time; give how many were asked. */
  static int ask(IndexSearcher searcher, QueryBuilder builder, List<String> batch, double seconds, PrintStream out)
      throws Exception {
    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    int asked = 0;
    for (String line : batch) {
      String[] question = line.split("\t", -1);
      long wall = System.nanoTime();
      long cpu = thread.getCurrentThreadCpuTime();
      long total = Versions.topAndTotal(searcher, query(builder, question[0], question[1], question[2]));
      cpu = thread.getCurrentThreadCpuTime() - cpu;
      wall = System.nanoTime() - wall;
      asked++;
      if (out != null) {
        out.println(total + "\t" + wall + "\t" + cpu);
      }
      if (System.nanoTime() > end) {
        break;
      }
    }
    return asked;
  }

  static Query query(QueryBuilder builder, String shape, String words, String year) {
    Query query;
    if (shape.equals("row")) {
      query = builder.createPhraseQuery("text", words);
    } else if (shape.equals("prefix")) {
      query = new PrefixQuery(new Term("text", builder.getAnalyzer().normalize("text", words)));
    } else {
      BooleanClause.Occur occur = shape.equals("any") ? BooleanClause.Occur.SHOULD : BooleanClause.Occur.MUST;
      query = builder.createBooleanQuery("text", words, occur);
      if (shape.equals("fuzzy") && query instanceof TermQuery) {
        query = new FuzzyQuery(((TermQuery) query).getTerm(), 1);
      }
    }
    if (query == null) {
      return new MatchNoDocsQuery();
    }
    if (year.isEmpty()) {
      return query;
    }
    long first = Long.parseLong(year) * 10_000;
    long last = first + 1231;
    Query points = LongPoint.newRangeQuery("date", first, last);
    Query values = NumericDocValuesField.newSlowRangeQuery("date", first, last);
    BooleanQuery.Builder both = new BooleanQuery.Builder().add(query, BooleanClause.Occur.MUST);
    return both.add(new IndexOrDocValuesQuery(points, values), BooleanClause.Occur.FILTER).build();
  }

  /** The one thing that version 10 does otherwise than 8: collecting the best and counting all at once. */
  static final class Versions {
    private static final boolean HAS_MANAGERS;
    private static final Constructor<?> MANAGER;
    private static final Method SEARCH;
    private static final Method COLLECTOR;
    private static final Method TOP;
    private static final java.lang.reflect.Field TOTAL;
    private static final java.lang.reflect.Field OLD_VALUE;
    private static final Method VALUE;

    static {
      try {
        String search = "org.apache.lucene.search.";
        HAS_MANAGERS = exists(search + "TopScoreDocCollectorManager");
        if (HAS_MANAGERS) {
          Class<?> after = Class.forName(search + "ScoreDoc");
          Class<?> manager = Class.forName(search + "TopScoreDocCollectorManager");
          MANAGER = manager.getConstructor(int.class, after, int.class);
          SEARCH = IndexSearcher.class.getMethod("search", Query.class, Class.forName(search + "CollectorManager"));
          COLLECTOR = null;
          TOP = null;
        } else {
          Class<?> collector = Class.forName(search + "TopScoreDocCollector");
          MANAGER = null;
          SEARCH = null;
          COLLECTOR = collector.getMethod("create", int.class, int.class);
          TOP = collector.getMethod("topDocs");
        }
        TOTAL = TopDocs.class.getField("totalHits");
        boolean isRecord = TOTAL.getType().getSuperclass().getName().equals("java.lang.Record");
        VALUE = isRecord ? TOTAL.getType().getMethod("value") : null;
        OLD_VALUE = isRecord ? null : TOTAL.getType().getField("value");
      } catch (ReflectiveOperationException unknown) {
        throw new ExceptionInInitializerError(unknown);
      }
    }

    private static boolean exists(String name) {
      try {
        Class.forName(name);
        return true;
      } catch (ClassNotFoundException missing) {
        return false;
      }
    }

    static long topAndTotal(IndexSearcher searcher, Query query) throws Exception {
      TopDocs found;
      if (HAS_MANAGERS) {
        found = (TopDocs) SEARCH.invoke(searcher, query, MANAGER.newInstance(LIMIT, null, Integer.MAX_VALUE));
      } else {
        Collector collector = (Collector) COLLECTOR.invoke(null, LIMIT, Integer.MAX_VALUE);
        searcher.search(query, collector);
        found = (TopDocs) TOP.invoke(collector);
      }
      Object total = TOTAL.get(found);
      return VALUE != null ? (long) VALUE.invoke(total) : OLD_VALUE.getLong(total);
    }
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("build")) {
      build(arguments[1], arguments[2], Integer.parseInt(arguments[3]));
    } else {
      answer(arguments[1], Double.parseDouble(arguments[2]));
    }
  }
}
