using NanoStack.Wire;
using static NanoStack.Hal.Host.Model.ModelRegisters;

namespace NanoStack.Hal.Host.Model;

/// <summary>A pause that the partner asked for (IEEE 802.3, annex 31B): the MAC obeys it by itself,
/// if FLOWCTRL lets it. The model's gate is held.</summary>
internal sealed class PauseTimer
{
    private const int TypeControl = 0x8808;
    private const int OpcodePause = 1;
    private const uint GroupHigh = 0x0180C200;          // 01:80:C2:00:00:01
    private const int GroupLow = 0x0001;
    private const int QuantumBits = 512;

    private readonly EmacModel _model;
    private bool _isOn;
    private int _untilMs;

    public PauseTimer(EmacModel model)
    {
        _model = model;
    }

    /// <summary>True while nothing new may go out.</summary>
    public bool IsOn
    {
        get
        {
            _isOn = _isOn && _model.Wire.NowMs - _untilMs < 0;
            return _isOn;
        }
    }

    /// <summary>The MAC was reset.</summary>
    public void Reset()
    {
        _isOn = false;
    }

    /// <summary>Looks at a good frame. A pause of 0 ends the one that runs.</summary>
    public void Hear(byte[] frame, int at)
    {
        if ((_model.MacValue(FlowCtrl) & Rfe) == 0 || (_model.MacValue(Config) & Dm) == 0
            || _model.Wire == null || EthHeader.Type(frame, at) != TypeControl
            || ByteOrder.Read32(frame, at) != GroupHigh
            || ByteOrder.Read16(frame, at + 4) != GroupLow
            || ByteOrder.Read16(frame, at + EthHeader.Length) != OpcodePause)
        {
            return;
        }

        int quanta = ByteOrder.Read16(frame, at + EthHeader.Length + 2);
        int bitsPerMs = _model.Phy.Is100 ? 100000 : 10000;
        _isOn = quanta > 0;
        _untilMs = _model.Wire.NowMs + (((quanta * QuantumBits) + bitsPerMs - 1) / bitsPerMs);
    }
}
