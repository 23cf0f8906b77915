using System.Diagnostics;
using Bellwether.Systems.Lifecycle;
using Spectre.Console;

namespace Bellwether.Cli.Terminal;

/// <summary>Draws stages as bars with the time left on stderr; where stderr is no terminal, prints a line at every fifth of a stage.</summary>
/// <remarks>A stage shows once it has taken two seconds.</remarks>
public sealed class TerminalProgress(IAnsiConsole console, bool quiet) : IRunProgress
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2), s_redraw = TimeSpan.FromMilliseconds(100);
    private readonly Lock _lock = new();
    private string _stage = "";
    private long _began, _drawn;
    private int _fifths;
    private bool _shown;

    /// <inheritdoc/>
    public void Report(string stage, double share, string detail = "")
    {
        if (quiet)
            return;
        lock (_lock)
        {
            if (stage != _stage)
                (_stage, _began, _drawn, _fifths, _shown) = (stage, Stopwatch.GetTimestamp(), 0, 0, false);
            var elapsed = Stopwatch.GetElapsedTime(_began);
            if (elapsed < s_patience && !_shown)
                return;
            if (!console.Profile.Capabilities.Interactive || !console.Profile.Capabilities.Ansi)
                Line(stage, share, detail, elapsed);
            else if (share >= 1 || Stopwatch.GetElapsedTime(_drawn) >= s_redraw)
                Draw(stage, share, detail, elapsed);
        }
    }

    /// <inheritdoc/>
    public void Say(string line)
    {
        if (quiet)
            return;
        lock (_lock)
        {
            Clear();
            console.Profile.Out.Writer.WriteLine(line);
        }
    }

    private void Line(string stage, double share, string detail, TimeSpan elapsed)
    {
        var fifths = (int)(Math.Clamp(share, 0, 1) * 5);
        if (fifths <= _fifths && _shown)
            return;
        (_fifths, _shown) = (fifths, true);
        console.Profile.Out.Writer.WriteLine(FormattableString.Invariant($"{stage}: {share * 100:F0} %{(detail.Length > 0 ? ", " + detail : "")}, {(share >= 1 ? "took " : "")}{Left(share, elapsed)}"));
    }

    private void Draw(string stage, double share, string detail, TimeSpan elapsed)
    {
        _drawn = Stopwatch.GetTimestamp();
        _shown = true;
        const int width = 30;
        var filled = (int)Math.Round(Math.Clamp(share, 0, 1) * width);
        var text = FormattableString.Invariant($"{stage,-12} {new string('━', filled)}{new string('╌', width - filled)} {share * 100,3:F0} %  {Left(share, elapsed)}  {detail}");
        var limit = Math.Max(20, console.Profile.Width - 1);
        console.Profile.Out.Writer.Write("\r\u001b[2K" + (text.Length > limit ? text[..limit] : text));
        if (share >= 1)
        {
            console.Profile.Out.Writer.WriteLine();
            _shown = false;
            _stage = "";
        }
    }

    private void Clear()
    {
        if (_shown && console.Profile.Capabilities.Interactive && console.Profile.Capabilities.Ansi)
            console.Profile.Out.Writer.Write("\r\u001b[2K");
    }

    private static string Left(double share, TimeSpan elapsed) =>
        share >= 1 ? FormattableString.Invariant($"{elapsed.TotalSeconds:F1} s")
        : share <= 0 ? "estimating"
        : FormattableString.Invariant($"{elapsed.TotalSeconds / share * (1 - share):F0} s left");
}
