using System.Diagnostics;
using System.Globalization;
using System.Text;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Embeddings;
using Bellwether.Learning.Text;
using Bellwether.Learning.Tokenization;
using Bellwether.Numerics.Random;

namespace Bellwether.Bench.Learning;

/// <summary>Text classification and word vectors against Debian's <c>fasttext</c> on the same texts with the same settings, in the same run; then tokens a second.</summary>
/// <remarks><c>bench/run.sh text</c>. Texts are drawn from a seeded Zipf vocabulary with topics, so that there is something to learn at any size. fasttext's times are of its whole process: reading,
/// training, writing the model; ours are of texts in memory to a model in memory, and reading and writing are timed beside them.</remarks>
public static class TextRace
{
    private const int Classes = 20;

    public static async Task<int> RunAsync(string[] args)
    {
        int Option(string name, int otherwise) =>
            Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
        var (largest, threads) = (Option("--texts", 40_000), Option("--threads", 1));
        var folder = Directory.CreateTempSubdirectory("bellwether-text-");
        try
        {
            Console.WriteLine($"| what, {threads} thread{(threads > 1 ? "s" : "")} | texts | ours s | fasttext s | ratio | ours quality | fasttext quality |\n|---|---|---|---|---|---|---|");
            Make(2_000, 99);
            foreach (var warm in new[] { true, false })
                foreach (var texts in warm ? [1_000] : new[] { largest / 4, largest / 2, largest })
                    await Classify(texts, threads, folder.FullName, quiet: warm);
            await Vectors(largest / 4, threads, 0, folder.FullName);
            await Vectors(largest / 8, threads, 6, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        Tokens();
        return 0;
    }

    private static async Task Classify(int texts, int threads, string folder, bool quiet)
    {
        var (train, test) = (Make(texts, 1), Make(20_000, 2));
        var (trainFile, testFile, modelFile) = (Path.Combine(folder, "train.txt"), Path.Combine(folder, "test.txt"), Path.Combine(folder, "model"));
        await File.WriteAllLinesAsync(trainFile, Lines(train));
        await File.WriteAllLinesAsync(testFile, Lines(test));
        var started = Stopwatch.GetTimestamp();
        await Peer("supervised", "-input", trainFile, "-output", modelFile, "-dim", "100", "-epoch", "5", "-lr", "0.5", "-wordNgrams", "2", "-bucket", "200000", "-thread",
            threads.ToString(CultureInfo.InvariantCulture), "-verbose", "0");
        var (peerTrain, learner) = (Stopwatch.GetElapsedTime(started).TotalSeconds, new FastTextClassifier { Words = WordRule.Prepared, Epochs = 5, LearningRate = 0.5, Buckets = 200_000 });
        started = Stopwatch.GetTimestamp();
        var model = learner.Fit(train, new FitContext(new Seed(1)) { Threads = threads });
        var oursTrain = Stopwatch.GetElapsedTime(started).TotalSeconds;
        started = Stopwatch.GetTimestamp();
        var precision = await Peer("test", modelFile + ".bin", testFile);
        var peerBoth = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await File.WriteAllLinesAsync(testFile, Lines(test).Take(1));
        started = Stopwatch.GetTimestamp();
        await Peer("test", modelFile + ".bin", testFile);
        var peerPredict = peerBoth - Stopwatch.GetElapsedTime(started).TotalSeconds;
        var (scores, right) = (new double[Classes], 0);
        started = Stopwatch.GetTimestamp();
        for (var row = 0; row < test.Rows; row++)
        {
            model.Score(test.Texts[row], scores);
            right += Array.IndexOf(scores, scores.Max()) == test.Labels[row] ? 1 : 0;
        }

        var oursPredict = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (quiet)
            return;
        var theirs = precision.Split('\n').First(l => l.StartsWith("P@1", StringComparison.Ordinal)).Split('\t', ' ').Last(p => p.Length > 0);
        Row("classifier, train: d 100, 5 epochs, pairs", texts, oursTrain, peerTrain, (right / (double)test.Rows).ToString("0.000", CultureInfo.InvariantCulture), theirs);
        Row("classifier, predict 20,000", texts, oursPredict, peerPredict, "", "");
    }

    private static async Task Vectors(int texts, int threads, int subword, string folder)
    {
        var (train, file) = (Make(texts, 3), Path.Combine(folder, "plain.txt"));
        await File.WriteAllLinesAsync(file, train.Texts);
        var started = Stopwatch.GetTimestamp();
        await Peer("skipgram", "-input", file, "-output", Path.Combine(folder, "vectors"), "-dim", "100", "-epoch", "2", "-minCount", "5", "-neg", "5", "-ws", "5", "-t", "0.0001", "-lr", "0.05",
            "-minn", subword > 0 ? "3" : "0", "-maxn", subword.ToString(CultureInfo.InvariantCulture), "-bucket", "200000", "-thread", threads.ToString(CultureInfo.InvariantCulture), "-verbose", "0");
        var peer = Stopwatch.GetElapsedTime(started).TotalSeconds;
        started = Stopwatch.GetTimestamp();
        var vectors = new WordEmbedding { Words = WordRule.Prepared, Epochs = 2, ShortestSubword = subword > 0 ? 3 : 0, LongestSubword = subword, Buckets = 200_000, NegativePower = 0.5 }
            .Fit(train.Texts, new FitContext(new Seed(1)) { Threads = threads });
        var ours = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var theirs = (await File.ReadAllLinesAsync(Path.Combine(folder, "vectors.vec"))).Skip(1).Select(l => l.TrimEnd().Split(' '))
            .ToDictionary(p => p[0], p => p.Skip(1).Select(v => float.Parse(v, CultureInfo.InvariantCulture)).ToArray());
        float[] Ours(string word)
        {
            var vector = new float[100];
            vectors.TryGet(word, vector);
            return vector;
        }

        Row($"skip-gram{(subword > 0 ? ", subwords 3-6" : "")}: d 100, 2 epochs", texts, ours, peer, SameTopic(Ours), SameTopic(w => theirs.GetValueOrDefault(w) ?? new float[100]));
    }

    /// <summary>By how much words of one topic are nearer (cosine) than words of two.</summary>
    private static string SameTopic(Func<string, float[]> vector)
    {
        var words = Enumerable.Range(0, Classes).Select(c => Enumerable.Range(0, 10).Select(w => vector(TopicWord(c, w))).ToArray()).ToArray();
        double same = 0, other = 0;
        for (var c = 0; c < Classes; c++)
            for (var w = 0; w < 9; w++)
            {
                same += Cosine(words[c][w], words[c][w + 1]);
                other += Cosine(words[c][w], words[(c + 1) % Classes][w + 1]);
            }

        return ((same - other) / (9 * Classes)).ToString("0.00", CultureInfo.InvariantCulture);
    }

    private static double Cosine(float[] a, float[] b)
    {
        double ab = 0, aa = 0, bb = 0;
        for (var i = 0; i < a.Length; i++)
            (ab, aa, bb) = (ab + ((double)a[i] * b[i]), aa + ((double)a[i] * a[i]), bb + ((double)b[i] * b[i]));
        return aa > 0 && bb > 0 ? ab / Math.Sqrt(aa * bb) : 0;
    }

    private static void Tokens()
    {
        var texts = Make(20_000, 4).Texts;
        var size = texts.Sum(t => Encoding.UTF8.GetByteCount(t)) / 1e6;
        Console.WriteLine("\n| tokenizer, vocabulary 8,000, 1 thread | MB/s | tokens |\n|---|---|---|");
        foreach (var (name, tokenizer) in new (string, SubwordTokenizer)[]
        {
            ("byte-level BPE", new BytePairTrainer { VocabularySize = 8_000 }.Train([.. texts.Take(5_000)])),
            ("WordPiece", new WordPieceTrainer { VocabularySize = 8_000 }.Train([.. texts.Take(5_000)])),
            ("Unigram", new UnigramTrainer { VocabularySize = 8_000 }.Train([.. texts.Take(5_000)])),
        })
        {
            foreach (var text in texts.Take(500))
                tokenizer.Encode(text);
            var (started, tokens) = (Stopwatch.GetTimestamp(), 0L);
            foreach (var text in texts)
                tokens += tokenizer.Encode(text).Count;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {size / Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} | {tokens} |"));
        }
    }

    private static void Row(string what, int texts, double ours, double peer, string quality, string peerQuality) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {texts} | {ours:0.00} | {peer:0.00} | {ours / peer:0.00} | {quality} | {peerQuality} |"));

    private static IEnumerable<string> Lines(TextDataset texts) => texts.Texts.Select((text, row) => $"__label__{texts.Labels[row]} {text}");

    private static string TopicWord(int topic, int word) => Word(50_000 + (topic * 500) + word);

    private static string Word(int number)
    {
        string[] parts = ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu", "gra", "ple", "stri", "cho", "th"];
        var word = new StringBuilder();
        for (var rest = number + 15; rest > 0; rest /= 15)
            word.Append(parts[rest % 15]);
        return word.ToString();
    }

    /// <summary>Texts of 10 to 70 words: most by Zipf's law from 50,000, some from the 50 of the text's topic.</summary>
    private static TextDataset Make(int rows, ulong seed)
    {
        var (stream, texts, labels) = (new Seed(seed).Stream(), new string[rows], new int[rows]);
        for (var row = 0; row < rows; row++)
        {
            labels[row] = stream.NextInt(Classes);
            var text = new StringBuilder();
            for (var length = 10 + stream.NextInt(60); length > 0; length--)
            {
                var topic = stream.NextInt(4) == 0;
                var zipf = (int)Math.Exp(stream.NextDouble() * Math.Log(topic ? 50 : 50_000)) - 1;
                text.Append(topic ? TopicWord(stream.NextInt(4) == 0 ? stream.NextInt(Classes) : labels[row], zipf) : Word(zipf)).Append(length > 1 ? " " : "");
            }

            texts[row] = text.ToString();
        }

        return new TextDataset(texts, labels, Classes);
    }

    private static async Task<string> Peer(params string[] arguments)
    {
        var start = new ProcessStartInfo("fasttext") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("fasttext did not start. Install Debian's package fasttext.");
        var errors = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"fasttext must end with exit code 0, but ended with {process.ExitCode}: {await errors}");
    }
}
