using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Linear;
using Bellwether.Learning.Margins;
using Bellwether.Learning.Online;
using Bellwether.Learning.Sparse;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Random;

namespace Bellwether.Bench.Learning;

/// <summary>Logistic regression and linear SVM against scikit-learn and liblinear: the same rows, one thread on both sides, the objective reached beside the seconds.</summary>
/// <remarks><c>dotnet run -c Release --project bench -- linear dense|sparse|ftrl ROWS…</c>. Each size is one line per method; the last line is the exponent of
/// growth, fitted to the logarithms. Both sides hold their rows in memory before the clock starts.</remarks>
public static class LinearRace
{
    private const int Width = 200_000, Words = 80, Columns = 28;

    private static readonly FitContext One = new(new Seed(1));

    public static async Task<int> RunAsync(string[] args)
    {
        Environment.SetEnvironmentVariable("OMP_NUM_THREADS", "1");
        Environment.SetEnvironmentVariable("OPENBLAS_NUM_THREADS", "1");
        var times = new Dictionary<string, List<(double Rows, double Seconds)>>();
        foreach (var size in args[1..])
        {
            var rows = int.Parse(size, CultureInfo.InvariantCulture);
            if (args[0] == "dense")
                await DenseAsync(rows, times);
            else if (args[0] == "sparse")
                await SparseAsync(rows, times);
            else
                Stream(rows);
        }

        foreach (var (method, points) in times.Where(t => t.Value.Count > 1))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"growth of {method}: seconds ~ rows^{Slope(points):F2}"));
        return 0;
    }

    private static async Task DenseAsync(int rows, Dictionary<string, List<(double, double)>> times)
    {
        var train = HiggsLikeRows.Make(rows, Columns, new Seed(1));
        var logistic = new LogisticRegression { Standardize = false, Tolerance = 1e-6 };
        logistic.Fit(train.Select([.. Enumerable.Range(0, Math.Min(rows, 20_000))]), One);
        var (model, seconds) = Timed(() => (LinearModel)logistic.Fit(train, One));
        var objective = 0.0;
        for (var c = 0; c < Columns; c++)
            objective += 0.5 * model.Coefficient(c) * model.Coefficient(c);
        var (vector, contributions) = (new double[Columns], new double[Columns]);
        for (var row = 0; row < rows; row++)
        {
            train.CopyRow(row, vector);
            model.Explain(vector, contributions);
            objective += SoftPlus((train.Labels[row] == 1 ? -1 : 1) * (model.Baseline + contributions.Sum()));
        }

        var sparse = Sparse(train);
        await CompareAsync("dense logistic", rows, seconds, objective, times, folder => PeerFiles.Write(train, folder), "dense", "logistic",
            "sklearn newton-cholesky,sklearn lbfgs" + (rows <= 300_000 ? ",sklearn liblinear" : ""));
        var svm = new LinearSvm { Intercept = false };
        svm.Fit(sparse.Select([.. Enumerable.Range(0, Math.Min(rows, 20_000))]), One);
        (var margin, seconds) = Timed(() => svm.Fit(sparse, One));
        await CompareAsync("dense squared-hinge SVM", rows, seconds, Objective((SparseLinearModel)margin, sparse, false), times, folder => PeerFiles.Write(train, folder), "dense", "svm",
            "liblinear -s2,sklearn LinearSVC primal");
    }

    private static async Task SparseAsync(int rows, Dictionary<string, List<(double, double)>> times)
    {
        var train = TextLikeRows.Make(rows, Width, Words, new Seed(1));
        var small = train.Select([.. Enumerable.Range(0, Math.Min(rows, 4_000))]);
        var logistic = new SparseLogisticRegression { Intercept = false };
        logistic.Fit(small, One);
        var (model, seconds) = Timed(() => logistic.Fit(train, One));
        await CompareAsync("sparse logistic", rows, seconds, Objective((SparseLinearModel)model, train, true), times, folder => Write(train, folder), "sparse", "logistic",
            "liblinear -s0,liblinear -s0 -e 1e-4,liblinear -s7,sklearn liblinear,sklearn lbfgs");
        foreach (var (name, svm) in new[] { ("sparse squared-hinge SVM", new LinearSvm { Intercept = false }), ("sparse squared-hinge SVM, tolerance 0.1", new LinearSvm { Intercept = false, Tolerance = 0.1 }) })
        {
            svm.Fit(small, One);
            (model, seconds) = Timed(() => svm.Fit(train, One));
            await CompareAsync(name, rows, seconds, Objective((SparseLinearModel)model, train, false), times, folder => Write(train, folder), "sparse", "svm",
                svm.Tolerance == 0.1 ? "liblinear -s1,liblinear -s2" : "liblinear -s1 -e 1e-4,liblinear -s2 -e 1e-4,sklearn LinearSVC dual");
        }
    }

    private static void Stream(int rows)
    {
        var train = TextLikeRows.Make(rows, Width, 40, new Seed(2));
        foreach (var (name, learner) in new (string, IOnlineLearner)[] { ("FTRL", new FtrlProximal()), ("SGD", new SgdLogisticRegression { Epochs = 1 }), ("PA-I", new PassiveAggressive { Epochs = 1 }) })
            for (var run = 0; run < 2; run++)
            {
                var (_, seconds) = Timed(() => learner.Fit(train, One));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {rows} rows of 40 entries, {seconds:F2} s, {rows / seconds / 1e3:F0}k rows/s, {seconds / train.Features.Entries * 1e9:F1} ns an entry"));
            }
    }

    private static async Task CompareAsync(string name, int rows, double seconds, double objective, Dictionary<string, List<(double, double)>> times, Action<string> write, string format,
        string task, string peers)
    {
        var path = Path.GetTempFileName();
        try
        {
            write(path);
            Add(times, name, rows, seconds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows,8} rows  {name}: bellwether {seconds:F3} s, objective {objective:F4}"));
            foreach (var peer in (await PeerFiles.RunAsync("linear_peer.py", format, path, $"{Columns}", task, peers)).EnumerateArray())
            {
                var (theirs, reached) = (peer.GetProperty("seconds").GetDouble(), peer.GetProperty("objective").GetDouble());
                Add(times, $"{name}, {peer.GetProperty("peer").GetString()}", rows, theirs);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{rows,8} rows    {peer.GetProperty("peer").GetString()}: {theirs:F3} s, objective {reached:F4} ({(reached - objective) / objective:+0.0e+0;-0.0e+0} beside ours), ours/theirs {seconds / theirs:F2}"));
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Add(Dictionary<string, List<(double, double)>> times, string method, int rows, double seconds)
    {
        if (!times.TryGetValue(method, out var list))
            times[method] = list = [];
        list.Add((rows, seconds));
    }

    private static double Slope(List<(double Rows, double Seconds)> points)
    {
        var (x, y) = (points.Select(p => Math.Log(p.Rows)).ToArray(), points.Select(p => Math.Log(p.Seconds)).ToArray());
        return x.Zip(y).Sum(p => (p.First - x.Average()) * (p.Second - y.Average())) / x.Sum(v => (v - x.Average()) * (v - x.Average()));
    }

    private static (T Result, double Seconds) Timed<T>(Func<T> work)
    {
        GC.Collect();
        var started = Stopwatch.GetTimestamp();
        var result = work();
        return (result, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private static double SoftPlus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    private static double Objective(SparseLinearModel model, SparseDataset rows, bool logistic)
    {
        var (weights, objective) = (new double[rows.Width], 0.0);
        foreach (var column in model.Columns)
            objective += 0.5 * (weights[column] = model.Weight(column)) * weights[column];
        for (var row = 0; row < rows.Rows; row++)
        {
            var z = (rows.Labels[row] == 1 ? 1 : -1) * rows.Features.Dot(row, weights);
            objective += logistic ? SoftPlus(-z) : Math.Max(0, 1 - z) * Math.Max(0, 1 - z);
        }

        return objective;
    }

    private static SparseDataset Sparse(Dataset rows)
    {
        var (starts, columns, values) = (new int[rows.Rows + 1], new int[rows.Rows * rows.Width], new float[rows.Rows * rows.Width]);
        for (var row = 0; row < rows.Rows; row++)
        {
            starts[row + 1] = (row + 1) * rows.Width;
            for (var c = 0; c < rows.Width; c++)
                (columns[(row * rows.Width) + c], values[(row * rows.Width) + c]) = (c, (float)rows.Column(c)[row]);
        }

        return new SparseDataset(new SparseMatrix(rows.Width, starts, columns, values), rows.Labels.ToArray());
    }

    private static void Write(SparseDataset rows, string path)
    {
        using var file = File.Create(path);
        file.Write(MemoryMarshal.AsBytes<int>([rows.Rows, rows.Width, rows.Features.Entries]));
        file.Write(MemoryMarshal.AsBytes(rows.Features.Starts));
        file.Write(MemoryMarshal.AsBytes(rows.Features.AllColumns));
        file.Write(MemoryMarshal.AsBytes(rows.Features.AllValues));
        file.Write(MemoryMarshal.AsBytes<float>([.. rows.Labels.ToArray().Select(l => (float)l)]));
    }
}
